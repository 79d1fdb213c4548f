import { Button } from '@mantine/core';
import { useState } from 'react';
import { useClient } from 'urql';
import {
  OperationRulesAsTheyAreDocument,
  SetTrustedDocumentsOnlyDocument,
  type OperationRulesFragment,
} from '@/api/generated/settings';
import { Confirm, useForm } from '@/parts/form';
import { Panel, PanelBody } from '@/parts/Panel';
import { words } from './words';

interface OperationRulesProps {
  readonly rules: OperationRulesFragment;
  readonly mayChange: boolean;
}

const says = words.operations;

/** Which GraphQL operations members and keys may send. */
export function OperationRules({ rules, mayChange }: OperationRulesProps) {
  const [changing, setChanging] = useState(false);
  return (
    <Panel title={says.title} note={says.note}>
      <PanelBody>
        <p className="t2">{inWords(rules)}</p>
        {mayChange && (
          <Button variant="default" onClick={() => setChanging(true)}>
            {rules.trustedDocumentsOnly ? says.allowAll.button : says.allowOwn.button}
          </Button>
        )}
      </PanelBody>
      {changing && <RulesDialog rules={rules} onClose={() => setChanging(false)} />}
    </Panel>
  );
}

function inWords({ trustedDocumentsOnly }: OperationRulesFragment): string {
  return trustedDocumentsOnly ? says.only : says.any;
}

interface RulesDialogProps {
  readonly rules: OperationRulesFragment;
  readonly onClose: () => void;
}

function RulesDialog({ rules, onClose }: RulesDialogProps) {
  const client = useClient();
  // What was asked stays so, also where somebody else has done it meanwhile.
  const [only] = useState(!rules.trustedDocumentsOnly);
  const form = useForm<object, OperationRulesFragment>({
    of: rules,
    values: () => ({}),
    send: async (_, { ask, of }) => {
      await ask(SetTrustedDocumentsOnlyDocument, { input: { only, expectedVersion: of.version } });
      onClose();
    },
    reload: async () => {
      const { data } = await client.query(
        OperationRulesAsTheyAreDocument,
        {},
        { requestPolicy: 'network-only' },
      );
      return data?.tenant ?? null;
    },
  });
  const { title, verb, effect } = only ? says.allowOwn : says.allowAll;
  return (
    <Confirm
      title={title}
      verb={verb}
      harmless={!only}
      form={form}
      onClose={onClose}
      changed={
        form.theirs !== null && (
          <>
            <b className="med">{says.changed}</b> {inWords(form.theirs)}
          </>
        )
      }
    >
      <p>{effect}</p>
    </Confirm>
  );
}
