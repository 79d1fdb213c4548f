/** Glyphs on a 16 px grid, stroke 1.5: the console's own set. */
const GLYPHS = {
  beam: 'M1.5 5.5h13M3 5.5c0 4.5 2 7 5 7s5-2.5 5-7M8 5.5v7M8 5.5v-3',
  folder: 'M2 4.5h4l1.5 1.5H14v7H2z',
  updown: 'm5 6 3-3 3 3M5 10l3 3 3-3',
  plus: 'M8 3v10M3 8h10',
  check: 'm3 8.5 3.2 3.2L13 5',
  close: 'm4 4 8 8M12 4l-8 8',
  ok: 'M8 14.2A6.2 6.2 0 1 0 8 1.8a6.2 6.2 0 0 0 0 12.4zM5.2 8.2l2 2 3.6-4',
  bad: 'M5.4 1.8h5.2l3.6 3.6v5.2l-3.6 3.6H5.4l-3.6-3.6V5.4zM6 6l4 4M10 6l-4 4',
  copy: 'M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3',
  sun: 'M8 10.8a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6zM8 1.5v1.2M8 13.3v1.2M1.5 8h1.2M13.3 8h1.2M3.4 3.4l.9.9M11.7 11.7l.9.9M3.4 12.6l.9-.9M11.7 4.3l.9-.9',
  moon: 'M13.2 9.6A5.6 5.6 0 0 1 6.4 2.8a5.6 5.6 0 1 0 6.8 6.8z',
  screen: 'M2 3h12v8.5H2zM6 13.8h4M8 11.5v2.3',
  more: 'M3.5 8v.1M8 8v.1M12.5 8v.1',
  leave: 'M6.5 2.5h-4v11h4M10 5l3 3-3 3M13 8H6',
  keys: 'M1.8 4h12.4v8H1.8zM4.3 6.5v.1M6.8 6.5v.1M9.2 6.5v.1M11.7 6.5v.1M5 9.5h6',
} as const;

export type IconName = keyof typeof GLYPHS;

/** Decoration: the word beside it carries the meaning. */
export function Icon({ name, size = 16 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth={name === 'more' ? 2.4 : 1.5}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={GLYPHS[name]} />
    </svg>
  );
}
