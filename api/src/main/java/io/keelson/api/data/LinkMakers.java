package io.keelson.api.data;

import io.keelson.tenancy.object.LinkMaker;
import java.util.Collection;
import java.util.Set;

/** Whether those who made links still have their rights. */
public interface LinkMakers {
  /** As at most a second ago. May block; an exception is a no. */
  boolean counts(LinkMaker maker);

  /**
   * Those of these that count now, looked up together. Blocks; an exception says nothing of any.
   */
  Set<LinkMaker> counting(Collection<LinkMaker> makers);
}
