import { Textarea } from '@mantine/core';
import type { ComponentProps } from 'react';

/** As long as the API takes it. */
const MOST = 4_000;

/** A few lines that are kept, such as why something was decided. */
export function Notes({ rows = 3, maxLength = MOST, ...field }: ComponentProps<typeof Textarea>) {
  return <Textarea rows={rows} maxLength={maxLength} {...field} />;
}
