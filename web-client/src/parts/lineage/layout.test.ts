import { describe, expect, it } from 'vitest';
import { layOut, NODE_HEIGHT, type Edge, type Placed } from './layout';

const NODES: Placed[] = [
  { id: 'data-1', column: 0 },
  { id: 'data-2', column: 0 },
  { id: 'run', column: 1 },
  { id: 'model', column: 2 },
  { id: 'revision', column: 3 },
];

const EDGES: Edge[] = [
  { from: 'data-1', to: 'run', kind: 'read' },
  { from: 'data-2', to: 'run', kind: 'read' },
  { from: 'run', to: 'model', kind: 'produced' },
  { from: 'model', to: 'revision', kind: 'served' },
];

describe('the lineage graph', () => {
  it('puts each kind into its column and centres what stands alone', () => {
    const { columns, height } = layOut(NODES, EDGES);
    expect(columns.map((column) => column.length)).toEqual([2, 1, 1, 1]);
    const [run] = columns[1] ?? [];
    expect((run?.top ?? 0) + NODE_HEIGHT / 2).toBe(height / 2);
  });

  it('leads each line from the right side of its cause to the left side of its effect', () => {
    const { lines, columns } = layOut(NODES, EDGES);
    expect(lines).toHaveLength(4);
    const produced = lines.find(({ edge }) => edge.kind === 'produced');
    expect(produced?.path).toMatch(/^M47 \d+C/);
    expect(produced?.path.endsWith(` ${String((columns[2]?.[0]?.top ?? 0) + NODE_HEIGHT / 2)}`)).toBe(true);
  });

  it('joins a run and its job, which share a column, upright', () => {
    const { lines } = layOut(
      [
        { id: 'run', column: 1 },
        { id: 'job', column: 1 },
      ],
      [{ from: 'job', to: 'run', kind: 'ran' }],
    );
    expect(lines[0]?.path).toMatch(/^M[\d.]+ \d+V\d+$/);
  });

  it('draws no line to what the reader may not see', () => {
    expect(layOut(NODES, [{ from: 'job', to: 'run', kind: 'ran' }]).lines).toEqual([]);
  });

  it('never overlaps two of one column', () => {
    const many = Array.from({ length: 9 }, (_, index) => ({ id: `r${index}`, column: 3 as const }));
    const tops = layOut(many, []).columns[3]?.map((spot) => spot.top) ?? [];
    for (let row = 1; row < tops.length; row += 1) {
      expect((tops[row] ?? 0) - (tops[row - 1] ?? 0)).toBeGreaterThanOrEqual(NODE_HEIGHT);
    }
  });
});
