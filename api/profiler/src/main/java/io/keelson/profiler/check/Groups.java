package io.keelson.profiler.check;

import java.sql.SQLException;
import java.util.List;

/** A grouping that was made: a temporary table, which may spill to disk, until it is closed. */
final class Groups implements AutoCloseable {
  static final String TABLE = "temp.main.keelson_groups";

  private final Engine engine;

  private Groups(Engine engine) {
    this.engine = engine;
  }

  static Groups make(Engine engine, String relation, Grouping grouping)
      throws SQLException, NotJudged {
    try {
      engine.execute("CREATE OR REPLACE TEMP TABLE keelson_groups AS " + grouping.select(relation));
    } catch (SQLException e) {
      throw Engine.notJudged(e);
    }
    return new Groups(engine);
  }

  /** A figure of its groups, of keys {@code k0} and so on and counts {@code n}. */
  Object one(String aggregate, String from) throws SQLException, NotJudged {
    return engine.judged("SELECT " + aggregate + " FROM " + from).getFirst().getFirst();
  }

  long count(String condition) throws SQLException, NotJudged {
    return ((Number) one("count(*)", TABLE + " WHERE " + condition)).longValue();
  }

  /** The first column of some of its groups. */
  List<Object> list(String expression, String rest) throws SQLException, NotJudged {
    return engine.judged("SELECT %s FROM %s %s".formatted(expression, TABLE, rest)).stream()
        .map(List::getFirst)
        .toList();
  }

  @Override
  public void close() throws SQLException {
    engine.execute("DROP TABLE IF EXISTS " + TABLE);
  }
}
