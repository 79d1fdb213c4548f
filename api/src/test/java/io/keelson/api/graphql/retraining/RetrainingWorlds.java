package io.keelson.api.graphql.retraining;

import io.keelson.api.catalog.experiment.RunJobEvents;
import io.keelson.api.retraining.run.RetrainingEvents;
import io.keelson.api.retraining.run.RunLoop;
import io.keelson.api.testing.Graph;
import io.keelson.api.testing.TestEndpoints;
import io.keelson.api.testing.TestTenants;
import io.keelson.api.testing.VersionFiles;
import io.keelson.api.transform.TransformJobEvents;
import io.keelson.tenancy.object.TenantObjects;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.ConfigProvider;

/** Makes worlds for tests of retraining, with what all of them use. */
@ApplicationScoped
class RetrainingWorlds {
  @Inject TestTenants tenants;
  @Inject TestEndpoints endpoints;
  @Inject VersionFiles files;
  @Inject TenantObjects objects;
  @Inject RunJobEvents runEvents;
  @Inject TransformJobEvents transformEvents;
  @Inject RetrainingEvents retrainingEvents;
  @Inject RunLoop loop;

  /** With a tenant of its own. */
  RetrainingWorld make(String slug) {
    return new RetrainingWorld(this, slug);
  }

  Graph graph(String key) {
    int port = ConfigProvider.getConfig().getValue("quarkus.http.test-port", Integer.class);
    return new Graph("http://127.0.0.1:" + port, key);
  }
}
