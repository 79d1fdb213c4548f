import { readSignature, shapeText, type Tensor } from '@/api/signature';
import { counted, NO_VALUE } from '@/format/number';
import { Panel } from '@/parts/Panel';
import { Empty } from '@/parts/states';
import table from '@/parts/table.module.css';
import styles from './models.module.css';
import { words } from './words';

const says = words.signatureTable;

/** More names than this are opened on request. */
const SHOWN_NAMES = 6;

/** What goes into the model and what comes out of it. */
export function SignatureTable({ signature }: { readonly signature: unknown }) {
  const read = readSignature(signature);
  return (
    <Panel title="Signature" end={read === null ? undefined : says.end}>
      {read === null ? (
        <Empty title={says.title}>
          <p>{says.runLeftNo}</p>
        </Empty>
      ) : (
        <table className={table.table}>
          <caption className="sr">Signature</caption>
          <thead>
            <tr>
              <th scope="col">Tensor</th>
              <th scope="col">Type</th>
              <th scope="col">Shape</th>
              <th scope="col" className="only-wide">
                Values
              </th>
            </tr>
          </thead>
          <tbody>
            {read.inputs.map((tensor) => (
              <Row key={`in ${tensor.name}`} tensor={tensor} direction="in" />
            ))}
            {read.outputs.map((tensor) => (
              <Row key={`out ${tensor.name}`} tensor={tensor} direction="out" />
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}

function Row({ tensor, direction }: { readonly tensor: Tensor; readonly direction: 'in' | 'out' }) {
  const names = tensor.labels.length > 0 ? tensor.labels : tensor.columns;
  const noun = tensor.labels.length > 0 ? 'label' : 'column';
  return (
    <tr>
      <td data-name>
        <span className="t3">{direction}</span> {tensor.name}
      </td>
      <td className="mono">{tensor.datatype}</td>
      <td className="mono">{shapeText(tensor.shape)}</td>
      <td className={`only-wide ${styles.columns ?? ''}`}>
        {names.length === 0 && NO_VALUE}
        {names.length > 0 && names.length <= SHOWN_NAMES && names.join(', ')}
        {names.length > SHOWN_NAMES && (
          <details>
            <summary>
              {counted(names.length, noun, `${noun}s`)}: {names.slice(0, 3).join(', ')} …
            </summary>
            {names.join(', ')}
          </details>
        )}
      </td>
    </tr>
  );
}
