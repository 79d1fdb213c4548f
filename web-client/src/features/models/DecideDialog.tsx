import {
  ApproveModelVersionDocument,
  RejectModelVersionDocument,
  type PassportFragment,
} from '@/api/generated/models';
import { useSignedIn } from '@/api/session';
import { Confirm, Notes, useForm } from '@/parts/form';
import { Status } from '@/parts/Status';
import { gatesOf, isAuthor, type Gate, type ModelDetail } from './model';
import styles from './models.module.css';
import { words } from './words';

const says = words.decideDialog;

interface DecideDialogProps {
  readonly model: ModelDetail;
  readonly version: PassportFragment;
  readonly decision: 'approve' | 'reject';
  readonly onClose: () => void;
  /** Someone else was quicker: what is shown is to be fetched anew. */
  readonly onConflict: () => void;
}

/** Shows what there is to judge by, and refuses whoever registered the version before the platform has to. */
export function DecideDialog({ model, version, decision, onClose, onConflict }: DecideDialogProps) {
  const { session } = useSignedIn();
  const form = useForm({
    of: null,
    values: () => ({ comment: '' }),
    send: async ({ comment }, { ask }) => {
      const text = comment.trim();
      const said = { id: version.id, expectedVersion: version.version, comment: text === '' ? null : text };
      await (decision === 'approve'
        ? ask(ApproveModelVersionDocument, { input: said })
        : ask(RejectModelVersionDocument, { input: said }));
      onClose();
    },
  });
  const isOwn = isAuthor(version.author, session.username);
  const isDecided = version.status !== 'REGISTERED';
  const name = `${model.name} v${version.number}`;

  return (
    <Confirm
      title={decision === 'approve' ? says.approve(name) : says.reject(name)}
      verb={decision === 'approve' ? says.approveV(version.number) : says.rejectV(version.number)}
      harmless={decision === 'approve'}
      form={form}
      onClose={() => {
        if (form.failure?.code === 'CONFLICT') onConflict();
        onClose();
      }}
      disabled={isOwn || isDecided}
    >
      {isOwn ? (
        <p className={styles.note} role="note">
          <b className="med">{says.youRegisteredThisVersion}</b> {says.anotherPersonWhoMay}
        </p>
      ) : (
        <p>{decision === 'approve' ? says.itMay : says.canThenNeither}</p>
      )}
      <ul className={styles.gates} aria-label="Checks">
        {gatesOf(version).map((gate) => (
          <li key={gate.name}>
            <GateStatus gate={gate} />
            <span className="t2">{gate.detail}</span>
          </li>
        ))}
      </ul>
      {!isOwn && <Notes label="Comment" description={says.hint} {...form.text('comment')} />}
    </Confirm>
  );
}

function GateStatus({ gate: { name, passed } }: { readonly gate: Gate }) {
  if (passed === null) {
    return (
      <Status tone="idle" icon="clock">
        {name}
      </Status>
    );
  }
  return (
    <Status tone={passed ? 'ok' : 'bad'} icon={passed ? 'ok' : 'bad'}>
      {name}
      <span className="sr">{passed ? ' passed' : says.didNotPass}</span>
    </Status>
  );
}
