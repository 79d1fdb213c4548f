package io.keelson.tenancy.object;

import java.util.List;

/** Which objects a feature's rows name: each feature with such rows has a bean of these. */
public interface ObjectReferences {
  /**
   * SQL queries with one column, the digests that rows of tenant $1 name. An object that none of
   * them gives is removed.
   */
  List<String> digests();
}
