package io.keelson.djlworker.scoring;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The labelled rows of a file that neither of two models was trained on: each once, and of too many
 * an even sample that does not depend on their order. A model was trained on a row where the values
 * that it is asked with stand in its data with the same label.
 */
final class UnseenRows {
  /** Rows that are held at once; of more, an even sample. */
  private static final int MAX_CANDIDATES = 1 << 19;

  private final CsvFile file;
  private final int label;
  private final BitSet chosen = new BitSet();
  private int labelled;
  private int duplicates;
  private int inTraining;

  private UnseenRows(CsvFile file, int label) {
    this.file = file;
    this.label = label;
  }

  /**
   * A model, as far as it decides which rows it has seen.
   *
   * @param columns what it is asked with
   * @param trainedOn files that have these columns and the target
   * @param isAnybodys whether a file that breaks in the middle is passed over from there on
   */
  record Model(List<String> columns, List<CsvFile> trainedOn, boolean isAnybodys) {}

  /** A row that may be taken, with what tells it apart for each model. */
  private record Candidate(int number, long champion, long challenger) {}

  interface Batch {
    void take(float[][] rows) throws CannotScore;
  }

  /**
   * @param maxRows how many are taken at most
   * @param seed of the sample
   * @throws CannotScore naming a column that the file lacks
   */
  static UnseenRows choose(
      CsvFile file, String target, Model champion, Model challenger, int maxRows, long seed)
      throws CannotScore, IOException {
    UnseenRows rows = new UnseenRows(file, file.column(target));
    TreeMap<Long, Candidate> candidates = rows.candidates(champion, challenger, seed);
    SeenRows byChampion =
        seen(
            champion,
            target,
            seed,
            candidates.values().stream().mapToLong(Candidate::champion).toArray());
    SeenRows byChallenger =
        seen(
            challenger,
            target,
            seed,
            candidates.values().stream().mapToLong(Candidate::challenger).toArray());
    int taken = 0;
    for (Candidate candidate : candidates.values()) {
      if (byChampion.wasMet(candidate.champion()) || byChallenger.wasMet(candidate.challenger())) {
        rows.inTraining++;
      } else if (taken < maxRows) {
        rows.chosen.set(candidate.number());
        taken++;
      }
    }
    return rows;
  }

  /** The rows with the smallest hashes, by these. */
  private TreeMap<Long, Candidate> candidates(Model champion, Model challenger, long seed)
      throws CannotScore, IOException {
    Set<String> union = new LinkedHashSet<>(champion.columns());
    union.addAll(challenger.columns());
    RowHash both = new RowHash(seed, file.columns(List.copyOf(union)), label);
    RowHash first = new RowHash(seed, file.columns(champion.columns()), label);
    RowHash second = new RowHash(seed, file.columns(challenger.columns()), label);
    TreeMap<Long, Candidate> candidates = new TreeMap<>();
    file.forEach(
        cells -> {
          if (CsvFile.isMissing(cells[label])) {
            return;
          }
          int number = labelled++;
          long hash = both.of(cells);
          if (candidates.containsKey(hash)) {
            duplicates++;
          } else if (candidates.size() < MAX_CANDIDATES || hash < candidates.lastKey()) {
            candidates.put(hash, new Candidate(number, first.of(cells), second.of(cells)));
            if (candidates.size() > MAX_CANDIDATES) {
              candidates.pollLastEntry();
            }
          }
        });
    return candidates;
  }

  private static SeenRows seen(Model model, String target, long seed, long[] hashes)
      throws CannotScore, IOException {
    SeenRows seen = new SeenRows(hashes);
    for (CsvFile trainedOn : model.trainedOn()) {
      RowHash hash =
          new RowHash(seed, trainedOn.columns(model.columns()), trainedOn.column(target));
      try {
        trainedOn.forEach(cells -> seen.meet(hash.of(cells)));
      } catch (CannotScore e) {
        if (!model.isAnybodys()) {
          throw e;
        }
        System.out.println("not compared with any further: " + e.getMessage());
      }
    }
    return seen;
  }

  /** How many were taken. */
  int count() {
    return chosen.cardinality();
  }

  /** Counts of rows with a label, and of those that were left out, by name. */
  Map<String, Integer> counts() {
    return Map.of("labelled", labelled, "duplicates", duplicates, "inTraining", inTraining);
  }

  /** What is right, in the order of the file. */
  String[] labels() throws CannotScore, IOException {
    List<String> labels = new ArrayList<>();
    forEach((number, cells) -> labels.add(cells[label].strip()));
    return labels.toArray(String[]::new);
  }

  /**
   * Values of these columns, in the order of the file; a missing one is NaN, as the trainer has it.
   *
   * @throws CannotScore naming a cell that is no number
   */
  void inBatches(List<String> columns, int batchRows, Batch batch) throws CannotScore, IOException {
    int[] places = file.columns(columns);
    List<float[]> held = new ArrayList<>(batchRows);
    forEach(
        (number, cells) -> {
          float[] values = new float[places.length];
          for (int i = 0; i < places.length; i++) {
            values[i] = number(cells[places[i]], number, columns.get(i));
          }
          held.add(values);
          if (held.size() == batchRows) {
            batch.take(held.toArray(float[][]::new));
            held.clear();
          }
        });
    if (!held.isEmpty()) {
      batch.take(held.toArray(float[][]::new));
    }
  }

  private interface Row {
    void take(int number, String[] cells) throws CannotScore;
  }

  private void forEach(Row row) throws CannotScore, IOException {
    int[] next = {0};
    file.forEach(
        cells -> {
          if (!CsvFile.isMissing(cells[label])) {
            int number = next[0]++;
            if (chosen.get(number)) {
              row.take(number, cells);
            }
          }
        });
  }

  private static float number(String cell, int row, String column) throws CannotScore {
    if (CsvFile.isMissing(cell)) {
      return Float.NaN;
    }
    try {
      return Float.parseFloat(cell.strip());
    } catch (NumberFormatException e) {
      throw new CannotScore("labelled row %d: %s is no number".formatted(row + 1, column));
    }
  }
}
