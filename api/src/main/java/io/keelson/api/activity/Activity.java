package io.keelson.api.activity;

import io.keelson.api.subject.Subject;
import io.keelson.tenancy.access.Actor;
import java.time.OffsetDateTime;
import java.util.UUID;

/**
 * Something that was done.
 *
 * @param action the operation as the API spells it, such as {@code createDataset}
 * @param subject what it was done to, as it is called now
 */
public record Activity(UUID id, OffsetDateTime at, Actor actor, String action, Subject subject) {}
