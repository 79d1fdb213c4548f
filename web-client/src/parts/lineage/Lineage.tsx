import type { CSSProperties } from 'react';
import { Link } from 'react-router';
import { Icon, type IconName } from '@/parts/Icon';
import { State } from '@/parts/State';
import { COLUMNS, layOut, NODE_HEIGHT, NODE_WIDTH, type Edge, type Placed } from './layout';
import styles from './Lineage.module.css';

export interface LineageNode extends Placed {
  /** `Data set`, `Run`, … */
  readonly kind: string;
  readonly icon: IconName;
  readonly title: string;
  /** At most two. */
  readonly lines: readonly string[];
  /** As the API names it. */
  readonly status: string | null;
  /** Null for what has no page of its own. */
  readonly to: string | null;
}

interface LineageProps {
  readonly nodes: readonly LineageNode[];
  readonly edges: readonly Edge[];
  /** The one the page is about. */
  readonly current: string;
  /** What stands in each of the four columns. */
  readonly columns?: readonly [string, string, string, string];
}

/**
 * What an object was made of and what came of it: causes left, effects right, and below each other where there is no
 * room. Every box is a link; its description says what it came from, which lines alone would keep from who does not see.
 */
export function Lineage({ nodes, edges, current, columns: labels = COLUMNS }: LineageProps) {
  const { columns, lines, height } = layOut(nodes, edges);
  const titles = new Map(nodes.map((node) => [node.id, `${node.kind} ${node.title}`]));
  const near = new Set([current, ...causesOf(current, edges)]);
  return (
    <div
      className={styles.graph}
      style={variables({ 'graph-h': `${height}px`, 'node-h': `${NODE_HEIGHT}px` })}
    >
      <svg viewBox={`0 0 100 ${height}`} preserveAspectRatio="none" aria-hidden="true">
        {lines.map(({ edge, path }) => (
          <path
            key={`${edge.from} ${edge.to}`}
            d={path}
            data-near={(near.has(edge.from) && near.has(edge.to)) || undefined}
          />
        ))}
      </svg>
      {columns.map(
        (column, index) =>
          column.length > 0 && (
            <ul key={labels[index]} className={styles.column} aria-label={labels[index]}>
              {column.map(({ node, left, top }) => (
                <li key={node.id} style={variables({ x: `${left}%`, y: `${top}px`, w: `${NODE_WIDTH}%` })}>
                  <Box
                    node={node}
                    isCurrent={node.id === current}
                    from={edges
                      .filter((edge) => edge.to === node.id)
                      .flatMap((edge) => titles.get(edge.from) ?? [])}
                  />
                </li>
              ))}
            </ul>
          ),
      )}
    </div>
  );
}

function Box({
  node,
  isCurrent,
  from,
}: {
  readonly node: LineageNode;
  readonly isCurrent: boolean;
  readonly from: readonly string[];
}) {
  const content = (
    <>
      <span className={styles.kind}>
        <Icon name={node.icon} size={14} />
        {node.kind}
        {node.status !== null && <State name={node.status} />}
      </span>
      <span className={`cut ${styles.title}`} title={node.title}>
        {node.title}
      </span>
      {node.lines.map((line) => (
        <span key={line} className={`cut ${styles.line}`} title={line}>
          {line}
        </span>
      ))}
      {from.length > 0 && <span className="sr">, from {from.join(' and ')}</span>}
    </>
  );
  if (node.to === null || isCurrent) {
    return (
      <div className={styles.box} aria-current={isCurrent || undefined}>
        {content}
      </div>
    );
  }
  return (
    <Link className={styles.box} to={node.to}>
      {content}
    </Link>
  );
}

/** All that led to the object, however far back. */
function causesOf(id: string, edges: readonly Edge[]): Set<string> {
  const found = new Set<string>();
  const waiting = [id];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const edge of edges) {
      if (edge.to !== next || found.has(edge.from)) continue;
      found.add(edge.from);
      waiting.push(edge.from);
    }
  }
  return found;
}

/** Set through the DOM: the pages' policy allows no style attribute in markup. */
function variables(values: Readonly<Record<string, string>>): CSSProperties {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [`--${name}`, value]));
}
