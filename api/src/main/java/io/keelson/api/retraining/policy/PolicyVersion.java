package io.keelson.api.retraining.policy;

import io.keelson.tenancy.access.Actor;
import java.time.OffsetDateTime;

/**
 * A policy as it was in a version.
 *
 * @param setAt null where it was set before that was kept
 * @param setBy null as well
 */
public record PolicyVersion(int version, PolicySpec spec, OffsetDateTime setAt, Actor setBy) {}
