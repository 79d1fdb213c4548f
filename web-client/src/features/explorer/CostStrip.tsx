import { count } from '@/format/number';
import { Strip, type Figure } from '@/parts/Strip';
import type { Answer } from './send';
import type { TypedCost } from './use-cost';
import { words } from './words';

const says = words.cost;

export const FIGURE_LABELS = [says.asTyped, says.lastRun, says.left] as const;

interface CostStripProps {
  readonly typed: TypedCost;
  /** Null before anything was run. */
  readonly ran: Answer | null;
}

/** What the operation would cost, what the last one did, and how much more may be asked this minute. */
export function CostStrip({ typed, ran }: CostStripProps) {
  const rate = (typed.state === 'known' ? typed.answer.rate : null) ?? ran?.rate ?? null;
  return (
    <div aria-live="polite">
      <Strip
        label={says.label}
        figures={[
          { label: says.asTyped, ...asTyped(typed) },
          ran?.cost == null
            ? { label: says.lastRun, value: '–', context: [says.notRun] }
            : {
                label: says.lastRun,
                value: count(ran.cost.used),
                unit: says.items(ran.cost.used),
                context: [says.mightHaveAsked(ran.cost.asked)],
              },
          rate === null
            ? { label: says.left, value: '–', context: [says.points] }
            : {
                label: says.left,
                value: count(rate.remaining),
                unit: says.ofPoints(rate.limit),
                context: [says.takes],
              },
        ]}
      />
    </div>
  );
}

function asTyped(typed: TypedCost): Omit<Figure, 'label'> {
  switch (typed.state) {
    case 'empty':
      return { value: '–', context: [says.empty] };
    case 'wrong':
      return { value: '–', context: [typed.why] };
    case 'asking':
      return { value: '…', context: [says.asking] };
    case 'known': {
      const { cost, refusal } = typed.answer;
      if (cost === null || refusal !== null) return { value: '–', context: [refusal ?? says.notTold] };
      return {
        value: count(cost.asked),
        unit: says.items(cost.asked),
        context: [says.mayHold(cost.limit)],
      };
    }
  }
}
