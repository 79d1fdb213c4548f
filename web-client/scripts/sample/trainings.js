// Small trainings on the demo's table, from scratch and with fixed seeds: the curves of the sample project are what they
// measured, not what somebody drew.

/** Numbers of a seed, the same on every machine. */
export function numbersOf(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A table of numbers whose last column is a label. */
export function tableOf(csv) {
  const [header, ...lines] = csv.trim().split(/\r?\n/);
  const names = header.split(',');
  const rows = lines.map((line) => line.split(','));
  const labels = [...new Set(rows.map((row) => row.at(-1)))];
  return {
    names: names.slice(0, -1),
    rows: rows.map((row) => ({
      values: row.slice(0, -1).map(Number),
      label: labels.indexOf(row.at(-1)),
    })),
    labels,
  };
}

/** Which of the growers a wine is from. */
export function growers({ rows, labels }) {
  return {
    inputs: rows.map(({ values }) => values),
    targets: rows.map(({ label }) => oneHot(label, labels.length)),
    isClassification: true,
  };
}

/** How strong a wine is, by its other measures. */
export function strengths({ rows }) {
  return {
    inputs: rows.map(({ values }) => values.slice(1)),
    targets: rows.map(({ values }) => [values[0] - 13]),
    isClassification: false,
  };
}

function oneHot(at, size) {
  return Array.from({ length: size }, (_, index) => (index === at ? 1 : 0));
}

const VALIDATION_SHARE = 0.25;
/** A loss above this comes down no more. */
const DIVERGED = 50;
/** After so many epochs a run that is no better than guessing is stopped. */
const PATIENCE = 10;

/**
 * Trains one network and tells what it measured after each epoch, and how it ended.
 *
 * @param settings hidden (units, 0 for none), optimizer (sgd or adam), learningRate, l2, batchSize, epochs, seed
 */
export function train(data, settings) {
  const next = numbersOf(settings.seed);
  const order = shuffled(data.inputs.length, next);
  const held = Math.round(order.length * VALIDATION_SHARE);
  const [validation, training] = [order.slice(0, held), order.slice(held)];
  const inputs = standardized(data.inputs, training);
  const network = networkOf(inputs[0].length, settings.hidden, data.targets[0].length, next);
  const step = stepOf(settings);
  const metrics = {
    'train/loss': [],
    'val/loss': [],
    [data.isClassification ? 'val/accuracy' : 'val/r2']: [],
  };
  const guess = lossOfGuess(data, validation);
  for (let epoch = 1; epoch <= settings.epochs; epoch += 1) {
    const turn = shuffled(training.length, next).map((index) => training[index]);
    for (let from = 0; from < turn.length; from += settings.batchSize)
      step(network, gradientOf(network, data, inputs, turn.slice(from, from + settings.batchSize)));
    const [ofTraining, ofValidation] = [
      measure(network, data, inputs, training),
      measure(network, data, inputs, validation),
    ];
    if (!Number.isFinite(ofTraining.loss) || ofTraining.loss > DIVERGED)
      return { metrics, status: 'FAILED', end: `diverged in epoch ${epoch}` };
    for (const [key, value] of [
      ['train/loss', ofTraining.loss],
      ['val/loss', ofValidation.loss],
      [data.isClassification ? 'val/accuracy' : 'val/r2', ofValidation.score],
    ])
      metrics[key].push(rounded(value));
    if (epoch === PATIENCE && ofValidation.loss > guess * 0.95)
      return { metrics, status: 'KILLED', end: `no better than guessing after ${PATIENCE} epochs` };
  }
  return { metrics, status: 'FINISHED', end: null };
}

/** Four significant digits, as pages show them. */
function rounded(value) {
  return Number(value.toPrecision(4));
}

function shuffled(size, next) {
  const order = Array.from({ length: size }, (_, index) => index);
  for (let at = size - 1; at > 0; at -= 1) {
    const other = Math.floor(next() * (at + 1));
    [order[at], order[other]] = [order[other], order[at]];
  }
  return order;
}

function standardized(inputs, training) {
  const means = inputs[0].map((_, at) => average(training.map((row) => inputs[row][at])));
  const deviations = inputs[0].map(
    (_, at) => Math.sqrt(average(training.map((row) => (inputs[row][at] - means[at]) ** 2))) || 1,
  );
  return inputs.map((row) => row.map((value, at) => (value - means[at]) / deviations[at]));
}

function average(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** One layer, or two with tanh between them; each a list of rows of weights with the bias last. */
function networkOf(from, hidden, to, next) {
  const layer = (width, height) =>
    Array.from({ length: height }, () =>
      Array.from({ length: width + 1 }, (_, at) =>
        at === width ? 0 : ((next() - 0.5) * 2) / Math.sqrt(width),
      ),
    );
  return hidden === 0 ? [layer(from, to)] : [layer(from, hidden), layer(hidden, to)];
}

function forward(network, input, isClassification) {
  const seen = [input];
  network.forEach((layer, depth) => {
    const before = seen.at(-1);
    const sums = layer.map((weights) =>
      before.reduce((sum, value, at) => sum + value * weights[at], weights[before.length]),
    );
    seen.push(depth < network.length - 1 ? sums.map(Math.tanh) : isClassification ? softmax(sums) : sums);
  });
  return seen;
}

function softmax(sums) {
  const most = Math.max(...sums);
  const powers = sums.map((sum) => Math.exp(sum - most));
  const whole = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / whole);
}

function gradientOf(network, { targets, isClassification }, inputs, batch) {
  const gradient = network.map((layer) => layer.map((weights) => weights.map(() => 0)));
  for (const row of batch) {
    const seen = forward(network, inputs[row], isClassification);
    // Of cross entropy after softmax, and of half the squared error: the same difference.
    let error = seen.at(-1).map((value, at) => value - targets[row][at]);
    for (let depth = network.length - 1; depth >= 0; depth -= 1) {
      const before = seen[depth];
      error.forEach((part, unit) => {
        before.forEach((value, at) => (gradient[depth][unit][at] += (part * value) / batch.length));
        gradient[depth][unit][before.length] += part / batch.length;
      });
      if (depth > 0)
        error = before.map(
          (value, at) =>
            (1 - value * value) * error.reduce((sum, part, unit) => sum + part * network[depth][unit][at], 0),
        );
    }
  }
  return gradient;
}

function stepOf({ optimizer, learningRate, l2 }) {
  const moments = new Map();
  let steps = 0;
  return (network, gradient) => {
    steps += 1;
    network.forEach((layer, depth) =>
      layer.forEach((weights, unit) =>
        weights.forEach((weight, at) => {
          const slope = gradient[depth][unit][at] + (at < weights.length - 1 ? l2 * weight : 0);
          weights[at] =
            weight - learningRate * (optimizer === 'adam' ? adam(`${depth} ${unit} ${at}`, slope) : slope);
        }),
      ),
    );
  };

  function adam(key, slope) {
    const [mean, square] = moments.get(key) ?? [0, 0];
    const now = [0.9 * mean + 0.1 * slope, 0.999 * square + 0.001 * slope * slope];
    moments.set(key, now);
    return now[0] / (1 - 0.9 ** steps) / (Math.sqrt(now[1] / (1 - 0.999 ** steps)) + 1e-8);
  }
}

function measure(network, { targets, isClassification }, inputs, rows) {
  const answers = rows.map((row) => forward(network, inputs[row], isClassification).at(-1));
  const losses = answers.map((answer, index) => lossOf(answer, targets[rows[index]], isClassification));
  if (isClassification) {
    const right = answers.filter((answer, index) => most(answer) === most(targets[rows[index]])).length;
    return { loss: average(losses), score: right / rows.length };
  }
  const mean = average(rows.map((row) => targets[row][0]));
  const spread = average(rows.map((row) => (targets[row][0] - mean) ** 2));
  return { loss: average(losses), score: 1 - average(losses) / spread };
}

function lossOf(answer, target, isClassification) {
  if (!isClassification) return (answer[0] - target[0]) ** 2;
  return -Math.log(Math.max(1e-12, answer[most(target)]));
}

function lossOfGuess({ targets, isClassification }, rows) {
  if (isClassification) return Math.log(targets[0].length);
  const mean = average(rows.map((row) => targets[row][0]));
  return average(rows.map((row) => (targets[row][0] - mean) ** 2));
}

function most(values) {
  return values.indexOf(Math.max(...values));
}
