import { exactUtc, relative } from '@/format/time';
import { useNow } from './now';

/** How long ago; the exact moment in UTC is its title. */
export function When({ at }: { readonly at: string }) {
  const now = useNow();
  return (
    <time dateTime={at} title={exactUtc(at)}>
      {relative(at, now)}
    </time>
  );
}
