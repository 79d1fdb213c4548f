import { Button } from '@mantine/core';
import { Link } from 'react-router';
import {
  ValidateVersionDocument,
  type DatasetVersionDetailFragment,
  type ValidationDetailFragment,
} from '@/api/generated/datasets';
import { useChange } from '@/api/use-change';
import { count, counted } from '@/format/number';
import { Digest } from '@/parts/Digest';
import { FormFailure } from '@/parts/form';
import { KeyValue, type Fact } from '@/parts/KeyValue';
import { Panel, PanelBody } from '@/parts/Panel';
import { State, stateWord } from '@/parts/State';
import { paths } from '@/paths';
import styles from './checks.module.css';
import { isCheckable } from './gate';
import { Past } from './Past';
import { words } from './words';

const says = words.gatePanel;

interface GatePanelProps {
  readonly version: DatasetVersionDetailFragment;
  /** The suite that is in force now. */
  readonly suite: { readonly id: string; readonly number: number } | null;
  readonly mayWrite: boolean;
  readonly onChanged: () => void;
}

/** Whether the version may be used and what that rests on: how it came to its state, by which suite, in which job. */
export function GatePanel({ version, suite, mayWrite, onChanged }: GatePanelProps) {
  const { validation, status, digest } = version;
  if (status === 'OPEN' || status === 'MAKING') return null;
  const mayCheck = mayWrite && isCheckable(version, validation?.suite.id ?? null, suite?.id ?? null);
  return (
    <Panel
      title="Gate"
      end={
        <Link data-link to={{ search: '?tab=checks' }}>
          {suite === null ? says.sayWhatIsExpected : mayWrite ? says.editSuite : 'Suite'}
        </Link>
      }
    >
      <PanelBody>
        <Past version={version} />
        {validation === null && digest !== null && status !== 'VALIDATING' && (
          <p className="t3">{suite === null ? says.nothingIsExpected : says.wasSealedBefore(suite.number)}</p>
        )}
      </PanelBody>
      {validation !== null && <KeyValue facts={factsOf(validation)} />}
      {mayCheck && suite !== null && (
        <CheckNow
          version={version}
          suite={suite.number}
          before={validation?.suite.number ?? null}
          onChanged={onChanged}
        />
      )}
    </Panel>
  );
}

function factsOf(validation: ValidationDetailFragment): Fact[] {
  const { suite, suiteDigest, versionDigest, job, quarantine, quarantinedRows, quarantineCut } = validation;
  return [
    {
      label: 'Suite',
      value: (
        <Link data-link to={{ search: '?tab=checks' }}>
          {says.suite(suite.number)}
        </Link>
      ),
    },
    { label: says.ofSuite, value: <Digest digest={suiteDigest} of="suite" /> },
    { label: says.ofVersion, value: <Digest digest={versionDigest} of="version" /> },
    ...(job === null
      ? []
      : [
          {
            label: 'Job',
            value: (
              <Link data-link to={paths.job(job.id)}>
                {stateWord(job.status)}
              </Link>
            ),
          },
        ]),
    ...(quarantine === null
      ? []
      : [
          {
            label: says.keptApart,
            value: (
              <>
                {quarantineCut && says.theFirst}
                {counted(quarantinedRows, 'row', 'rows')} in <KeptIn quarantine={quarantine} />
              </>
            ),
          },
        ]),
  ];
}

/** The version that holds rows which failed; led to where its project may be seen. */
export function KeptIn({
  quarantine: { number, dataset, project },
}: {
  readonly quarantine: NonNullable<ValidationDetailFragment['quarantine']>;
}) {
  const name = `${dataset.name} v${count(number)}`;
  if (project === undefined) return <>{name}</>;
  return (
    <Link data-link className={styles.within} to={paths.dataset(project.id, dataset.id, number)}>
      {name}
    </Link>
  );
}

interface CheckNowProps {
  readonly version: DatasetVersionDetailFragment;
  readonly suite: number;
  readonly before: number | null;
  readonly onChanged: () => void;
}

function CheckNow({ version: { id, number, version, status }, suite, before, onChanged }: CheckNowProps) {
  const { send, sending, failure } = useChange(ValidateVersionDocument);
  async function check() {
    if ((await send({ id, expectedVersion: version })) !== null) onChanged();
  }
  return (
    <div className={styles.again}>
      <p className="t2">
        {says.checkedAnewVMay(
          before === null ? says.suiteIsInForce(suite) : says.suiteSaidSoSuite(before, suite),
          number,
        )}{' '}
        <State name={status} />
      </p>
      <Button variant="default" loading={sending} onClick={() => void check()}>
        {says.checkVBySuite(number, suite)}
      </Button>
      {failure !== null && <FormFailure what={says.what(number)} failure={failure} />}
    </div>
  );
}
