import { CopyButton } from '@/parts/CopyButton';
import { Panel, PanelBody } from '@/parts/Panel';
import { Snippet } from '@/parts/states';
import { commandText } from './command';
import { words } from './words';

const says = words.command;

/** What a job runs, to be read and copied whole. */
export function CommandPanel({ command }: { readonly command: readonly string[] }) {
  if (command.length === 0) return null;
  const text = commandText(command);
  return (
    <Panel title={says.title} end={<CopyButton text={text} label={says.copy} />}>
      <PanelBody>
        <Snippet>{text}</Snippet>
      </PanelBody>
    </Panel>
  );
}
