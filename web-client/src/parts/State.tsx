import type { IconName } from './Icon';
import { Status, type Tone } from './Status';

const LOOKS: Readonly<Record<string, readonly [Tone, IconName]>> = {
  QUEUED: ['idle', 'clock'],
  SCHEDULED: ['idle', 'clock'],
  PENDING: ['idle', 'clock'],
  REQUESTED: ['idle', 'clock'],
  PROVISIONING: ['run', 'load'],
  LOADING: ['run', 'load'],
  RUNNING: ['run', 'half'],
  ACTIVE: ['run', 'half'],
  OPEN: ['run', 'half'],
  SUCCEEDED: ['ok', 'ok'],
  FINISHED: ['ok', 'ok'],
  READY: ['ok', 'ok'],
  APPROVED: ['ok', 'shield'],
  MAKING: ['run', 'load'],
  VALIDATING: ['run', 'half'],
  VALIDATED: ['ok', 'ok'],
  ERRORED: ['warn', 'warn'],
  PROFILED: ['ok', 'ok'],
  LIMITED: ['warn', 'warn'],
  UNREADABLE: ['bad', 'bad'],
  SEALED: ['idle', 'box'],
  REGISTERED: ['wait', 'clock'],
  DRAINING: ['wait', 'drain'],
  RELEASING: ['wait', 'drain'],
  PREEMPTED: ['warn', 'pause'],
  FAILED: ['bad', 'bad'],
  LOST: ['bad', 'bad'],
  TIMED_OUT: ['bad', 'clock'],
  REJECTED: ['bad', 'bad'],
  DENIED: ['bad', 'bad'],
  CANCELLED: ['idle', 'slash'],
  KILLED: ['idle', 'slash'],
  STOPPED: ['idle', 'stop'],
  ARCHIVED: ['idle', 'box'],
  RELEASED: ['idle', 'ok'],
  SUSPENDED: ['warn', 'pause'],
  ERASING: ['bad', 'bad'],
  DONE: ['ok', 'ok'],
  WAITING: ['wait', 'clock'],
  VERIFIED: ['ok', 'ok'],
  LAPSED: ['bad', 'bad'],
  PASSED: ['ok', 'ok'],
  ASKED: ['wait', 'clock'],
  GRANTED: ['ok', 'shield'],
  DECLINED: ['bad', 'slash'],
  ENDED: ['idle', 'stop'],
  WAIVED: ['warn', 'shield'],
  STEPPING: ['run', 'half'],
  PAUSED: ['wait', 'pause'],
  PROMOTED: ['ok', 'ok'],
  ROLLED_BACK: ['bad', 'undo'],
  PASS: ['ok', 'ok'],
  FAIL: ['bad', 'bad'],
  INCONCLUSIVE: ['idle', 'clock'],
  NO_DATA: ['idle', 'slash'],
  FIRING: ['bad', 'bad'],
  RESOLVED: ['ok', 'ok'],
  OK: ['ok', 'ok'],
  DISABLED: ['idle', 'slash'],
  DELIVERED: ['ok', 'ok'],
  DRIFTED: ['warn', 'warn'],
  STABLE: ['ok', 'ok'],
  INSUFFICIENT: ['idle', 'info'],
  ARMED: ['ok', 'clock'],
  COOLDOWN: ['idle', 'pause'],
  TRIGGERED: ['run', 'load'],
  TRANSFORMING: ['run', 'half'],
  CHECKING: ['run', 'shield'],
  TRAINING: ['run', 'half'],
  EVALUATING: ['run', 'half'],
  AWAITING_APPROVAL: ['wait', 'clock'],
  CANARY: ['run', 'half'],
  NOT_BEGUN: ['idle', 'clock'],
};

/** A state of the API under its own name, in sentence case: `TIMED_OUT` reads "Timed out". */
export function State({ name }: { readonly name: string }) {
  const [tone, icon] = LOOKS[name] ?? ['idle', 'info'];
  return (
    <Status tone={tone} icon={icon}>
      {stateWord(name)}
    </Status>
  );
}

export function stateWord(name: string): string {
  const words = name.toLowerCase().replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
