package io.keelson.api.inbox;

import io.keelson.api.subject.Subject;
import io.keelson.tenancy.access.Actor;
import java.time.OffsetDateTime;
import java.util.UUID;

/**
 * What a person is told of one thing: the latest of it.
 *
 * @param place rises with each event; lists go down it
 * @param by whose doing it was
 * @param isDone left out of the inbox until the next event
 * @param isMuted events leave it as it is
 */
public record InboxThread(
    UUID id,
    UUID place,
    Subject subject,
    InboxReason reason,
    String text,
    Actor by,
    OffsetDateTime at,
    boolean isUnread,
    boolean isDone,
    boolean isMuted,
    int version) {

  /** The same of its thing as that is now. */
  InboxThread of(Subject thing) {
    return new InboxThread(
        id, place, thing, reason, text, by, at, isUnread, isDone, isMuted, version);
  }
}
