import {
  cloneElement,
  createContext,
  lazy,
  type ReactElement,
  type ReactNode,
  Suspense,
  useContext,
  useRef,
  useState,
} from 'react';
import type { IconName } from './Icon';
import type { MenuParts } from './MenuContent';

const MenuContent = lazy(() => import('./MenuContent'));

/** The parts a menu is made of; here once the menu's code has arrived, with the first menu that opens. */
export const MenuPartsContext = createContext<MenuParts | null>(null);

/** What a menu gives its button; both `Button` and `IconButton` take it. */
interface TriggerProps {
  onPress?: () => void;
  'aria-haspopup'?: 'menu';
  'aria-expanded'?: boolean;
  ref?: React.Ref<HTMLButtonElement>;
}

export type MenuPlacement = 'bottom start' | 'bottom end' | 'top start';

export interface MenuProps {
  /** The button that opens it. */
  readonly trigger: ReactElement<TriggerProps>;
  readonly label: string;
  readonly placement?: MenuPlacement;
  /** `MenuItem`, `MenuSection`, `MenuSeparator`. */
  readonly children: ReactNode;
}

/** A button and its menu. The menu's code is loaded when one is first opened: a board has many, and few are. */
export function Menu({ trigger, label, placement = 'bottom end', children }: MenuProps) {
  const button = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      {cloneElement(trigger, {
        onPress: () => setOpen(true),
        'aria-haspopup': 'menu',
        'aria-expanded': isOpen,
        ref: button,
      })}
      <Suspense fallback={null}>
        {isOpen && (
          <MenuContent
            anchor={button}
            label={label}
            onClose={() => setOpen(false)}
            placement={placement}
          >
            {children}
          </MenuContent>
        )}
      </Suspense>
    </>
  );
}

export interface MenuItemProps {
  readonly children: string;
  readonly icon?: IconName;
  readonly shortcut?: string;
  readonly tone?: 'normal' | 'danger';
  readonly isDisabled?: boolean;
  readonly isChosen?: boolean;
  readonly onAction?: () => void;
}

export function MenuItem(props: MenuItemProps) {
  const { Item } = useMenuParts();
  return <Item {...props} />;
}

export interface MenuSectionProps {
  readonly title: string;
  readonly children: ReactNode;
}

export function MenuSection(props: MenuSectionProps) {
  const { Section } = useMenuParts();
  return <Section {...props} />;
}

export function MenuSeparator() {
  const { Separator } = useMenuParts();
  return <Separator />;
}

function useMenuParts(): MenuParts {
  const parts = useContext(MenuPartsContext);
  if (!parts) throw new Error('A menu item stands outside a menu.');
  return parts;
}
