package io.keelson.tenancy.signon;

import io.keelson.tenancy.failure.Unavailable;
import java.util.List;

/** What the DNS shows of a name. */
public interface DomainRecords {
  /**
   * Its TXT records, none for a name that is not there. Blocks.
   *
   * @throws Unavailable when the DNS cannot be asked
   */
  List<String> texts(String name);
}
