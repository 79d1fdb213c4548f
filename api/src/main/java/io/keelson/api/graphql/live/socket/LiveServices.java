package io.keelson.api.graphql.live.socket;

import io.keelson.api.graphql.AnswerMemory;
import io.keelson.api.graphql.PointAccounts;
import io.keelson.api.graphql.engine.SharedEngine;
import io.keelson.api.graphql.live.topic.CurrentReader;
import io.keelson.api.graphql.trusted.TrustedDocuments;
import io.keelson.api.identity.SocketSignIn;
import io.opentelemetry.api.trace.Tracer;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** What sockets and their operations are served with. */
@Singleton
record LiveServices(
    LiveSockets sockets,
    SocketQuota quota,
    PointAccounts points,
    AnswerMemory answers,
    SocketSignIn signIn,
    CredentialWatch watch,
    SharedEngine engine,
    TrustedDocuments documents,
    CurrentIdentityAssociation identity,
    CurrentReader reader,
    Tracer tracer,
    InstantSource clock) {}
