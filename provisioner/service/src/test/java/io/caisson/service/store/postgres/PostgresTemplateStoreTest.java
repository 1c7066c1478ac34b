package io.caisson.service.store.postgres;

import io.caisson.service.store.ClusterStore;
import io.caisson.service.store.TemplateStore;
import io.caisson.service.store.TemplateStoreContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresTemplateStoreTest implements TemplateStoreContract {
  private TestDatabase database;

  @BeforeAll
  void startPostgres() {
    database = new TestDatabase();
  }

  @AfterAll
  void stopPostgres() {
    database.close();
  }

  @BeforeEach
  void emptyTables() {
    database.empty();
  }

  @Override
  public TemplateStore store() {
    return new PostgresTemplateStore(database.source());
  }

  @Override
  public ClusterStore clusters() {
    return new PostgresClusterStore(database.source());
  }
}
