package io.keelson.tenancy.tenant;

import java.time.Duration;

/**
 * What a tenant wants of its API keys.
 *
 * @param maxLife how long a new key may live at most; null for as long as it likes
 * @param unusedAfter how long nobody has used a key before it is shown as unused
 */
public record KeyPolicy(Duration maxLife, Duration unusedAfter) {}
