package io.keelson.serving.connection;

import java.net.InetAddress;
import java.time.Duration;
import java.util.function.Predicate;

/**
 * What an HTTP door takes of callers whom nobody knows yet. One address takes half of the
 * connections at most, and another unfinished head while it has fewer than are free.
 *
 * @param headLimit how long the head of a request may take
 * @param maxUnfinishedHeads heads that have begun and not come to their end
 * @param areMany whether an address is that of many callers, such as a proxy's: it takes more
 */
public record DoorBounds(
    Duration headLimit,
    int maxConnections,
    int maxUnfinishedHeads,
    Predicate<InetAddress> areMany) {}
