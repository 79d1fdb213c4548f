import { Button } from '@mantine/core';
import { useState } from 'react';
import {
  DeclineWaiverDocument,
  EndWaiverDocument,
  GrantWaiverDocument,
  type DatasetVersionDetailFragment,
  type ValidationDetailFragment,
  type WaiverRowFragment,
} from '@/api/generated/datasets';
import { useSignedIn } from '@/api/session';
import { calendarDate, exactUtc } from '@/format/time';
import { Confirm, Notes, useForm } from '@/parts/form';
import { KeyValue, type Fact } from '@/parts/KeyValue';
import { useNow } from '@/parts/now';
import { Panel } from '@/parts/Panel';
import { State } from '@/parts/State';
import { When } from '@/parts/When';
import styles from './checks.module.css';
import { isAsker, isOpen, waiverState, checkSentence } from './gate';
import { words } from './words';

const says = words.waiversPanel;

interface WaiversPanelProps {
  readonly version: DatasetVersionDetailFragment;
  readonly validation: ValidationDetailFragment;
  readonly mayWrite: boolean;
  readonly onChanged: () => void;
}

/** Failed checks that somebody asks to let pass, and those that are let pass; the newest first. */
export function WaiversPanel({ version, validation, mayWrite, onChanged }: WaiversPanelProps) {
  const { waivers } = validation;
  if (waivers.length === 0) return null;
  return (
    <Panel title="Waivers" end={waivers.length >= 100 ? says.newest100 : undefined}>
      <ul aria-label="Waivers">
        {[...waivers].reverse().map((waiver) => (
          <li key={waiver.id} className={styles.waiver}>
            <Waiver
              waiver={waiver}
              check={checkOf(validation, waiver.number)}
              number={version.number}
              mayWrite={mayWrite}
              onChanged={onChanged}
            />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function checkOf(validation: ValidationDetailFragment, number: number): string {
  const result = validation.results.edges.find(({ node }) => node.number === number)?.node;
  if (result === undefined) return says.check(number);
  return checkSentence(validation, result);
}

interface WaiverProps {
  readonly waiver: WaiverRowFragment;
  readonly check: string;
  /** Of the version. */
  readonly number: number;
  readonly mayWrite: boolean;
  readonly onChanged: () => void;
}

type Decision = 'grant' | 'decline' | 'end';

function Waiver({ waiver, check, number, mayWrite, onChanged }: WaiverProps) {
  const { session } = useSignedIn();
  const now = useNow();
  const [deciding, setDeciding] = useState<Decision | null>(null);
  const isOwn = isAsker(waiver, session);
  const isStill = isOpen(waiver, now);
  return (
    <>
      <header>
        <span className="med">{check}</span>
        <State name={waiverState(waiver, now)} />
      </header>
      <p className={styles.quote}>{waiver.reason}</p>
      <KeyValue facts={factsOf(waiver, isOwn, isStill)} />
      {mayWrite && isStill && (
        <div className={styles.acts}>
          {waiver.status === 'ASKED' && !isOwn && (
            <>
              <Button onClick={() => setDeciding('grant')}>Grant</Button>
              <Button variant="default" onClick={() => setDeciding('decline')}>
                Decline
              </Button>
            </>
          )}
          {(waiver.status === 'GRANTED' || isOwn) && (
            <Button variant="default" onClick={() => setDeciding('end')}>
              {says.takeBack}
            </Button>
          )}
        </div>
      )}
      {deciding !== null && (
        <DecideWaiver
          decision={deciding}
          waiver={waiver}
          check={check}
          number={number}
          onClose={() => setDeciding(null)}
          onConflict={onChanged}
        />
      )}
    </>
  );
}

function factsOf(waiver: WaiverRowFragment, isOwn: boolean, isStill: boolean): Fact[] {
  const { status, askedBy, askedAt, decidedBy, decidedAt, comment, endsAt } = waiver;
  return [
    {
      label: says.askedBy,
      value: (
        <>
          {isOwn ? 'you' : askedBy.label}
          {isOwn && status === 'ASKED' && isStill && says.notYours}, <When at={askedAt} />
        </>
      ),
    },
    ...(decidedBy === null || decidedAt === null
      ? []
      : [
          {
            label: DECIDED[status],
            value: (
              <>
                {decidedBy.label}, <When at={decidedAt} />
              </>
            ),
          },
        ]),
    ...(comment === null || comment === '' ? [] : [{ label: says.whoSaid, value: comment }]),
    { label: 'Covers', value: says.checkThisVersion },
    {
      label: isStill ? 'Ends' : 'Until',
      value: <span title={exactUtc(endsAt)}>{calendarDate(endsAt)}</span>,
    },
    ...(isStill ? [{ label: 'Then', value: says.newJobsAreRefused }] : []),
  ];
}

const DECIDED: Readonly<Record<WaiverRowFragment['status'], string>> = {
  ASKED: says.decidedBy,
  GRANTED: says.grantedBy,
  DECLINED: says.declinedBy,
  ENDED: says.takenBackBy,
};

const VERBS: Readonly<Record<Decision, string>> = {
  grant: says.grant,
  decline: says.decline,
  end: says.takeTheWaiverBack,
};

interface DecideWaiverProps extends Pick<WaiverProps, 'waiver' | 'check' | 'number'> {
  readonly decision: Decision;
  readonly onClose: () => void;
  readonly onConflict: () => void;
}

function DecideWaiver({ decision, waiver, check, number, onClose, onConflict }: DecideWaiverProps) {
  const form = useForm({
    of: null,
    values: () => ({ comment: '' }),
    send: async ({ comment }, { ask }) => {
      const said = comment.trim();
      const input = { id: waiver.id, expectedVersion: waiver.version, comment: said === '' ? null : said };
      if (decision === 'grant') await ask(GrantWaiverDocument, { input });
      else if (decision === 'decline') await ask(DeclineWaiverDocument, { input });
      else await ask(EndWaiverDocument, { input });
      onClose();
    },
  });

  return (
    <Confirm
      title={`${VERBS[decision]}?`}
      verb={VERBS[decision]}
      harmless={decision === 'grant'}
      form={form}
      onClose={() => {
        if (form.failure?.code === 'CONFLICT') onConflict();
        onClose();
      }}
    >
      <p className={styles.note}>
        <b className="med">{check}</b>
        <br />
        {waiver.reason}
      </p>
      <p>{effectOf(decision, waiver, number)}</p>
      <Notes label="Comment" description={says.hint} rows={2} {...form.text('comment')} />
    </Confirm>
  );
}

function effectOf(decision: Decision, { status, endsAt }: WaiverRowFragment, number: number): string {
  if (decision === 'grant') return says.checkCounts(exactUtc(endsAt), number);
  if (decision === 'decline' || status === 'ASKED') return says.checkStaysFailed(number);
  return says.checkHasFailed(number);
}
