import { expectedInWords } from '@/features/endpoints/traffic';
import { TrafficSteps, type TrafficStep } from '@/parts/traffic-steps/TrafficSteps';
import { MOST_STEPS, type StartErrors } from './start-values';
import { words } from './words';

const says = words.stepFields;

interface StepFieldsProps {
  readonly steps: readonly TrafficStep[];
  readonly errors: StartErrors;
  readonly perMinute: number;
  /** How many there are at least; 1 when left out. */
  readonly fewest?: number;
  readonly onChange: (steps: readonly TrafficStep[]) => void;
}

/** Steps of a rollout to fill in; says what each share means in requests. */
export function StepFields({ errors, perMinute, ...rest }: StepFieldsProps) {
  return (
    <TrafficSteps
      {...rest}
      legend={says.stepsShare}
      errors={errors}
      refused={errors.steps ?? errors.weight ?? errors.hold}
      most={MOST_STEPS}
      firstHold={{ amount: '30', unit: 'minutes' }}
      meaning={(percent) => expectedInWords(perMinute, percent)}
    />
  );
}
