import { Button } from '@mantine/core';
import { useState } from 'react';
import { useClient } from 'urql';
import {
  OperationRulesAsTheyAreDocument,
  SetTrustedDocumentsOnlyDocument,
  type OperationRulesFragment,
} from '@/api/generated/settings';
import { useChange } from '@/api/use-change';
import { Confirm } from '@/parts/Confirm';
import { Panel, PanelBody } from '@/parts/Panel';

interface OperationRulesProps {
  readonly rules: OperationRulesFragment;
  readonly mayChange: boolean;
}

/** Which GraphQL operations members and keys may send. */
export function OperationRules({ rules, mayChange }: OperationRulesProps) {
  const [changing, setChanging] = useState(false);
  return (
    <Panel title="API operations" note="of members and keys">
      <PanelBody>
        <p className="t2">{inWords(rules.trustedDocumentsOnly)}</p>
        {mayChange && (
          <Button variant="default" onClick={() => setChanging(true)}>
            {rules.trustedDocumentsOnly ? 'Allow all operations…' : 'Allow only the console’s…'}
          </Button>
        )}
      </PanelBody>
      {changing && <RulesDialog rules={rules} onClose={() => setChanging(false)} />}
    </Panel>
  );
}

function inWords(trustedOnly: boolean): string {
  return trustedOnly
    ? 'Only the console’s own operations run. Every other one is refused, over HTTP and sockets; jobs still report to their runs.'
    : 'Whoever is signed in or has a key may send any operation that their rights cover.';
}

interface RulesDialogProps {
  readonly rules: OperationRulesFragment;
  readonly onClose: () => void;
}

function RulesDialog({ rules, onClose }: RulesDialogProps) {
  const client = useClient();
  const change = useChange(SetTrustedDocumentsOnlyDocument);
  // The cache brings another person's change into `rules` too.
  const [opened] = useState(rules);
  const [version, setVersion] = useState(rules.version);
  const only = !opened.trustedDocumentsOnly;

  async function send() {
    if ((await change.send({ input: { only, expectedVersion: version } })) !== null) {
      onClose();
      return;
    }
    const { data } = await client.query(
      OperationRulesAsTheyAreDocument,
      {},
      { requestPolicy: 'network-only' },
    );
    if (data !== undefined) setVersion(data.tenant.version);
  }

  const isTheirs = version !== opened.version;
  return (
    <Confirm
      title={only ? 'Allow only the console’s operations?' : 'Allow all operations?'}
      verb={only ? 'Allow only these' : 'Allow all'}
      harmless={!only}
      opened
      onClose={onClose}
      onConfirm={() => void send()}
      sending={change.sending}
      failure={isTheirs ? null : change.failure}
    >
      <p>
        {only
          ? 'Within two seconds every GraphQL request by an API key is refused, and so is what members send by hand or from programs of their own. Subscriptions of theirs end with their next event. This console goes on as before, and you can take it back here.'
          : 'Within two seconds members and keys may send any operation that their rights cover.'}
      </p>
      {isTheirs && (
        <p role="alert">
          <b className="med">Someone else changed the organisation meanwhile.</b>{' '}
          {inWords(rules.trustedDocumentsOnly)}
        </p>
      )}
    </Confirm>
  );
}
