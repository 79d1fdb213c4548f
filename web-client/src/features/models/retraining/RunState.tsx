import { State } from '@/parts/State';
import { Status } from '@/parts/Status';

/** How a policy or one of its runs stands. That a run was declined is how most of them shall end: nothing is wrong. */
export function RunState({ name }: { readonly name: string }) {
  return name === 'DECLINED' ? (
    <Status tone="idle" icon="slash">
      Declined
    </Status>
  ) : (
    <State name={name} />
  );
}
