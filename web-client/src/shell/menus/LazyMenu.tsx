import { cloneElement, useState, type ComponentProps, type ComponentType, type ReactElement } from 'react';

type Button = ReactElement<ComponentProps<'button'>>;

/** A menu that opens as it is first drawn, with the button that opens and closes it from then on. */
export type OpenedMenu = ComponentType<{ readonly target: Button }>;

interface LazyMenuProps {
  readonly load: () => Promise<OpenedMenu>;
  readonly button: Button;
}

/** A button that opens a menu; what draws it is fetched when pointer or focus come near. */
export function LazyMenu({ load, button }: LazyMenuProps) {
  const [Opened, setOpened] = useState<OpenedMenu | null>(null);
  if (Opened !== null) return <Opened target={button} />;
  const fetchAhead = () => void load().catch(() => undefined);
  return cloneElement(button, {
    'aria-haspopup': 'menu',
    'aria-expanded': false,
    onPointerEnter: fetchAhead,
    onFocus: fetchAhead,
    onClick: () =>
      void load().then(
        (menu) => setOpened(() => menu),
        // It is asked for again with the next click.
        () => undefined,
      ),
  });
}
