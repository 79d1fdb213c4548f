import { count } from '@/format/number';
import { Strip, type Figure } from '@/parts/Strip';
import type { Answer } from './send';
import type { TypedCost } from './use-cost';

export const FIGURE_LABELS = ['As typed', 'Last run', 'Left this minute'] as const;

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
        label="Cost"
        figures={[
          { label: FIGURE_LABELS[0], ...asTyped(typed) },
          ran?.cost == null
            ? { label: FIGURE_LABELS[1], value: '–', context: ['nothing was run yet'] }
            : {
                label: FIGURE_LABELS[1],
                value: count(ran.cost.used),
                unit: ran.cost.used === 1 ? 'item' : 'items',
                context: [`of ${count(ran.cost.asked)} that it might have asked for`],
              },
          rate === null
            ? { label: FIGURE_LABELS[2], value: '–', context: ['points of cost'] }
            : {
                label: FIGURE_LABELS[2],
                value: count(rate.remaining),
                unit: `of ${count(rate.limit)} points`,
                context: ['one for each look at the cost, and what runs'],
              },
        ]}
      />
    </div>
  );
}

function asTyped(typed: TypedCost): Omit<Figure, 'label'> {
  switch (typed.state) {
    case 'empty':
      return { value: '–', context: ['nothing is typed'] };
    case 'wrong':
      return { value: '–', context: [typed.why] };
    case 'asking':
      return { value: '…', context: ['asking what it costs'] };
    case 'known': {
      const { cost, refusal } = typed.answer;
      if (cost === null || refusal !== null) return { value: '–', context: [refusal ?? 'no cost is told'] };
      return {
        value: count(cost.asked),
        unit: cost.asked === 1 ? 'item' : 'items',
        context: [`its lists may hold and its fields read; ${count(cost.limit)} at most`],
      };
    }
  }
}
