package io.caisson.service.store.postgres;

import io.caisson.service.store.RequestStore;
import io.caisson.service.store.RequestStoreContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresRequestStoreTest implements RequestStoreContract {
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
  public RequestStore store() {
    return new PostgresRequestStore(database.source());
  }
}
