import type { ComponentType, ReactNode, RefObject } from 'react';
import {
  Menu as AriaMenu,
  MenuItem as AriaMenuItem,
  MenuSection as AriaMenuSection,
  Separator as AriaSeparator,
  Header,
  Keyboard,
} from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';
import { classes } from './classes';
import { Icon } from './Icon';
import {
  type MenuItemProps,
  MenuPartsContext,
  type MenuPlacement,
  type MenuSectionProps,
} from './Menu';
import styles from './Menu.module.css';

export interface MenuParts {
  readonly Item: ComponentType<MenuItemProps>;
  readonly Section: ComponentType<MenuSectionProps>;
  readonly Separator: ComponentType;
}

export interface MenuContentProps {
  readonly anchor: RefObject<Element | null>;
  readonly label: string;
  readonly placement: MenuPlacement;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

const parts: MenuParts = { Item, Section, Separator };

/** An open menu beside what opened it. `Menu` loads it lazily. */
export default function MenuContent({
  anchor,
  label,
  placement,
  onClose,
  children,
}: MenuContentProps) {
  return (
    <Popover
      aria-label={label}
      className={classes(styles.popover)}
      isOpen
      offset={4}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      placement={placement}
      triggerRef={anchor}
    >
      <MenuPartsContext value={parts}>
        <AriaMenu
          aria-label={label}
          autoFocus="first"
          className={classes(styles.menu)}
          onClose={onClose}
        >
          {children}
        </AriaMenu>
      </MenuPartsContext>
    </Popover>
  );
}

function Item(props: MenuItemProps) {
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
      {icon && <Icon name={icon} />}
      <span className={styles.text}>{children}</span>
      {isChosen && <Icon name="check" />}
      {shortcut && <Keyboard className={styles.shortcut}>{shortcut}</Keyboard>}
    </AriaMenuItem>
  );
}

function Section({ title, children }: MenuSectionProps) {
  return (
    <AriaMenuSection>
      <Header className={styles.heading}>{title}</Header>
      {children}
    </AriaMenuSection>
  );
}

function Separator() {
  return <AriaSeparator className={classes(styles.separator)} />;
}
