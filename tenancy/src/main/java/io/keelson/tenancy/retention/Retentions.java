package io.keelson.tenancy.retention;

import java.util.List;

/** What of a feature's rows goes, and when: each feature with such rows has a bean of these. */
public interface Retentions {
  /** Children before their parents. */
  List<Retention> retentions();
}
