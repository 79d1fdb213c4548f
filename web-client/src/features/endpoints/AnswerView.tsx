import type { Tensor } from '@/api/signature';
import { ShareBar } from '@/parts/Meter';
import table from '@/parts/table.module.css';
import { readAnswer, type AnswerTable } from './answer';
import styles from './endpoints.module.css';
import { words } from './words';

const says = words.answerView;

/** More rows than these are counted only. */
const SHOWN_ROWS = 100;

interface AnswerProps {
  /** The outputs as the platform gave them. */
  readonly answered: unknown;
  readonly signature: readonly Tensor[];
}

export function AnswerView({ answered, signature }: AnswerProps) {
  const tables = readAnswer(answered, signature);
  if (tables.length === 0) {
    return (
      <pre className={styles.code} tabIndex={0} aria-label="Answer">
        {JSON.stringify(answered, null, 1)}
      </pre>
    );
  }
  return (
    <div className={styles.answer}>
      {tables.map((output) => (
        <Output key={output.name} output={output} />
      ))}
    </div>
  );
}

function Output({ output }: { readonly output: AnswerTable }) {
  const scores = output.rows.length === 1 ? output.scores?.[0] : undefined;
  const only = output.rows.length === 1 && output.columns.length === 1 ? output.rows[0]?.[0] : undefined;
  return (
    <section aria-label={output.name}>
      <p className="t3 f12">
        {output.name} <span className="mono">{output.datatype}</span>
      </p>
      {only !== undefined && <p className="med num">{only}</p>}
      {only !== undefined ? null : scores === undefined ? (
        <Rows output={output} />
      ) : (
        <Scores output={output} scores={scores} />
      )}
    </section>
  );
}

function Scores({ output, scores }: { readonly output: AnswerTable; readonly scores: readonly number[] }) {
  const best = Math.max(...scores);
  return (
    <ul className={styles.scores}>
      {output.columns.map((label, index) => {
        const score = scores[index] ?? 0;
        const text = output.rows[0]?.[index] ?? '';
        return (
          <li key={label} data-best={score === best || undefined}>
            <span className="cut" title={label}>
              {label}
            </span>
            <ShareBar share={score} label={`${label}: ${text}`} />
            <span className="num" data-figures>
              {text}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

function Rows({ output }: { readonly output: AnswerTable }) {
  return (
    <div className={styles.scroll} tabIndex={0} role="group" aria-label={says.label(output.name)}>
      <table className={table.table}>
        <caption className="sr">{output.name}</caption>
        <thead>
          <tr>
            {output.rows.length > 1 && <th scope="col">Row</th>}
            {output.columns.map((column) => (
              <th key={column} scope="col" data-figures>
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {output.rows.slice(0, SHOWN_ROWS).map((row, index) => (
            <tr key={index}>
              {output.rows.length > 1 && <td>{index + 1}</td>}
              {row.map((value, at) => (
                <td key={output.columns[at]} data-figures>
                  {value}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {output.rows.length > SHOWN_ROWS && (
        <p className="t3 f12">{says.notShown(output.rows.length - SHOWN_ROWS)}</p>
      )}
    </div>
  );
}
