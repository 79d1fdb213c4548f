package io.keelson.compute.supervisor;

import io.keelson.compute.BrokerConfig;
import io.keelson.compute.job.JobProgress;
import io.keelson.compute.lease.JobTokens;
import io.keelson.compute.lease.Leases;
import io.keelson.compute.metering.LeaseMeter;
import io.keelson.compute.provider.ComputeProvider;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.event.LiveSignals;
import io.keelson.tenancy.object.TenantObjects;
import io.keelson.tenancy.quota.Quotas;
import java.time.InstantSource;

/** What every attempt works with. */
public record Workshop(
    BrokerConfig config,
    TenantDatabase database,
    TenantObjects objects,
    LiveSignals signals,
    JobProgress progress,
    Leases leases,
    JobTokens tokens,
    Quotas quotas,
    LeaseMeter meter,
    ComputeProvider provider,
    InstantSource clock) {}
