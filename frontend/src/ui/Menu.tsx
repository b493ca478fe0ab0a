import type { ReactElement, ReactNode } from 'react';
import {
  Menu as AriaMenu,
  MenuItem as AriaMenuItem,
  MenuSection as AriaMenuSection,
  Header,
  Keyboard,
  MenuTrigger,
  Separator,
} from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';
import { classes } from './classes';
import { Icon, type IconName } from './Icon';
import styles from './Menu.module.css';

export interface MenuProps {
  /** The button that opens it. */
  readonly trigger: ReactElement;
  readonly label: string;
  readonly placement?: 'bottom start' | 'bottom end' | 'top start' | 'right top';
  readonly onOpenChange?: (open: boolean) => void;
  readonly children: ReactNode;
}

export function Menu({
  trigger,
  label,
  placement = 'bottom end',
  onOpenChange,
  children,
}: MenuProps) {
  return (
    <MenuTrigger {...(onOpenChange ? { onOpenChange } : {})}>
      {trigger}
      <Popover className={classes(styles.popover)} offset={4} placement={placement}>
        <AriaMenu aria-label={label} className={classes(styles.menu)}>
          {children}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}

export interface MenuItemProps {
  readonly children: string;
  readonly icon?: IconName | ReactElement;
  readonly shortcut?: string;
  readonly tone?: 'normal' | 'danger';
  readonly isDisabled?: boolean;
  readonly isChosen?: boolean;
  readonly onAction?: () => void;
}

export function MenuItem(props: MenuItemProps) {
  const {
    children,
    icon,
    shortcut,
    tone = 'normal',
    isDisabled = false,
    isChosen = false,

    onAction,
  } = props;
  return (
    <AriaMenuItem
      className={classes(styles.item)}
      data-tone={tone}
      isDisabled={isDisabled}
      textValue={children}
      {...(onAction ? { onAction } : {})}
    >
      {typeof icon === 'string' ? <Icon name={icon} /> : icon}
      <span className={styles.text}>{children}</span>
      {isChosen && <Icon name="check" />}
      {shortcut && <Keyboard className={styles.shortcut}>{shortcut}</Keyboard>}
    </AriaMenuItem>
  );
}

export function MenuSection({
  title,
  children,
}: {
  readonly title?: string;
  readonly children: ReactNode;
}) {
  return (
    <AriaMenuSection {...(title ? {} : { 'aria-label': ' ' })}>
      {title && <Header className={styles.heading}>{title}</Header>}
      {children}
    </AriaMenuSection>
  );
}

export function MenuSeparator() {
  return <Separator className={classes(styles.separator)} />;
}
