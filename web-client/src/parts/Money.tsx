import { isExact } from '@/format/amount';
import { digitsOf, money, wholeDigits } from '@/format/number';
import { words } from './words';

interface MoneyProps {
  readonly amount: string;
  readonly currency: string;
  /** Of a forecast or a budget: without cents from a hundred on. */
  readonly whole?: boolean;
}

/** An amount alone; where not all of it is shown, its title says that it is rounded, and gives the rest. */
export function Money({ amount, currency, whole = false }: MoneyProps) {
  const digits = whole ? wholeDigits(amount) : digitsOf(amount);
  const text = money(amount, currency, digits);
  if (isExact(amount, digits)) return text;
  return <span title={words.rounded(amount, currency)}>{text}</span>;
}
