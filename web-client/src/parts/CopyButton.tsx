import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import { Icon } from './Icon';
import { words } from './words';

const says = words.copy;

/** How long "Copied" stays. */
const SHOWN_MS = 2_000;

/** Copies `text`; says so in its own label, and says when the browser refused. */
export function CopyButton({ text, label }: { readonly text: string; readonly label: string }) {
  const [outcome, setOutcome] = useState<'done' | 'failed' | null>(null);
  useEffect(() => {
    if (outcome === null) return;
    const timer = setTimeout(() => setOutcome(null), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [outcome]);
  return (
    <Button
      variant="subtle"
      leftSection={<Icon name={outcome === 'done' ? 'check' : 'copy'} size={14} />}
      onClick={() => {
        copy(text).then(
          () => setOutcome('done'),
          () => setOutcome('failed'),
        );
      }}
    >
      <span aria-live="polite">{outcome === null ? label : says[outcome]}</span>
    </Button>
  );
}

/** The clipboard exists on secure origins only; elsewhere this is a refusal like any other. */
async function copy(text: string) {
  await navigator.clipboard.writeText(text);
}
