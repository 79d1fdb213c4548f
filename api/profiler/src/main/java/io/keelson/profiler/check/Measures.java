package io.keelson.profiler.check;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The figures of a table, read in one scan for each {@value #MAX_AGGREGATES} of them, or {@value
 * #MAX_LOOKUPS} that look values up in large sets. Where a statement fails for what it asks, it is
 * halved until the one that it fails for is alone.
 */
final class Measures {
  static final int MAX_AGGREGATES = 200;

  /** Of large sets: the time to plan a statement grows faster than their number. */
  static final int MAX_LOOKUPS = 20;

  private final Engine engine;
  private final String relation;
  private final Map<Measure, Object> values = new HashMap<>();
  private final Map<Measure, NotJudged> failures = new HashMap<>();
  private int scans;

  private Measures(Engine engine, String relation) {
    this.engine = engine;
    this.relation = relation;
  }

  /**
   * @throws SQLException when it is the machine, or the files are broken
   */
  static Measures read(Engine engine, String relation, Collection<Measure> asked)
      throws SQLException {
    Measures measures = new Measures(engine, relation);
    List<Measure> next = new ArrayList<>();
    int lookups = 0;
    for (Measure measure : asked) {
      int more = measure.isLookup() ? 1 : 0;
      if (next.size() == MAX_AGGREGATES || lookups + more > MAX_LOOKUPS) {
        measures.read(next);
        next = new ArrayList<>();
        lookups = 0;
      }
      next.add(measure);
      lookups += more;
    }
    if (!next.isEmpty()) {
      measures.read(next);
    }
    return measures;
  }

  private void read(List<Measure> asked) throws SQLException {
    scans++;
    try {
      List<Object> row = engine.judged(statement(asked)).getFirst();
      for (int i = 0; i < asked.size(); i++) {
        values.put(asked.get(i), row.get(i));
      }
    } catch (NotJudged e) {
      if (asked.size() == 1) {
        failures.put(asked.getFirst(), e);
        return;
      }
      int half = asked.size() / 2;
      read(asked.subList(0, half));
      read(asked.subList(half, asked.size()));
    }
  }

  private String statement(List<Measure> asked) {
    Map<String, String> aliases = new LinkedHashMap<>();
    List<String> aggregates = new ArrayList<>();
    for (Measure measure : asked) {
      aggregates.add(
          measure.perRow() == null
              ? measure.aggregate()
              : measure.aggregateOf(
                  aliases.computeIfAbsent(measure.perRow(), x -> "x" + aliases.size())));
    }
    List<String> perRow = new ArrayList<>();
    aliases.forEach((expression, alias) -> perRow.add(expression + " AS " + alias));
    return "SELECT %s FROM (SELECT %s FROM %s AS %s)"
        .formatted(
            String.join(", ", aggregates),
            perRow.isEmpty() ? "1" : String.join(", ", perRow),
            relation,
            Sql.ROW);
  }

  /** How many statements it took. */
  int scans() {
    return scans;
  }

  /**
   * @return null where there is no value
   */
  Object value(Measure measure) throws NotJudged {
    NotJudged failure = failures.get(measure);
    if (failure != null) {
      throw failure;
    }
    return values.get(measure);
  }

  long count(Measure measure) throws NotJudged {
    return ((Number) value(measure)).longValue();
  }
}
