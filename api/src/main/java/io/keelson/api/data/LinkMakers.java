package io.keelson.api.data;

import io.keelson.tenancy.object.LinkMaker;

/** Whether those who made links still have their rights, as at most a second ago. */
@FunctionalInterface
public interface LinkMakers {
  /** May block; an exception is a no. */
  boolean counts(LinkMaker maker);
}
