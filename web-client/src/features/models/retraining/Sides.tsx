import type { Difference } from '@/parts/form';
import styles from './policy.module.css';

interface SidesProps {
  readonly label: string;
  readonly heads: readonly [string, string];
  readonly rows: readonly Difference[];
}

/** Two policies beside each other, where they differ. */
export function Sides({ label, heads: [first, second], rows }: SidesProps) {
  return (
    <table className={styles.sides} aria-label={label}>
      <thead>
        <tr>
          <td />
          <th scope="col">{first}</th>
          <th scope="col">{second}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.label}>
            <th scope="row">{row.label}</th>
            <td>{row.theirs}</td>
            <td>{row.yours}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
