package io.keelson.api.catalog.project;

import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.NewestFirst;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.failure.NotFound;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/**
 * Reads of the catalog, each one statement in one round trip. The statement's first parameter is
 * the tenant, those given here follow.
 */
@ApplicationScoped
public class CatalogReads {
  private final TenantDatabase database;

  public CatalogReads(TenantDatabase database) {
    this.database = database;
  }

  public <T> List<T> list(
      Principal principal, Function<Row, T> mapper, String sql, Object... params) {
    return list(principal.tenantId(), mapper, sql, params);
  }

  /** With nobody's rights, within the tenant: for whoever asks about those themselves. */
  public <T> List<T> list(UUID tenantId, Function<Row, T> mapper, String sql, Object... params) {
    List<T> out = new ArrayList<>();
    rows(tenantId, sql, params).forEach(row -> out.add(mapper.apply(row)));
    return out;
  }

  public <T> List<T> list(
      Principal principal, Function<Row, T> mapper, NewestFirst.Statement statement) {
    List<T> out = new ArrayList<>();
    database
        .read(principal.tenantId(), statement.sql(), statement.params())
        .forEach(row -> out.add(mapper.apply(row)));
    return out;
  }

  /**
   * @throws NotFound when there is no row, naming what was looked for
   */
  public <T> T one(
      Principal principal, String what, Function<Row, T> mapper, String sql, Object... params) {
    var rows = rows(principal.tenantId(), sql, params).iterator();
    if (!rows.hasNext()) {
      throw new NotFound(what);
    }
    return mapper.apply(rows.next());
  }

  /**
   * What belongs together, by the id that {@code key} finds in a row; the order of rows is kept.
   */
  public <T> Map<UUID, List<T>> grouped(
      Principal principal, String key, Function<Row, T> mapper, String sql, Object... params) {
    Map<UUID, List<T>> out = new HashMap<>();
    rows(principal.tenantId(), sql, params)
        .forEach(
            row ->
                out.computeIfAbsent(row.getUUID(key), id -> new ArrayList<>())
                    .add(mapper.apply(row)));
    return out;
  }

  private RowSet<Row> rows(UUID tenantId, String sql, Object... params) {
    Object[] all = new Object[params.length + 1];
    all[0] = tenantId;
    System.arraycopy(params, 0, all, 1, params.length);
    return database.read(tenantId, sql, all);
  }
}
