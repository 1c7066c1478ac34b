-- What operators let projects have; null is no limit. Whoever lets a project's clusters grow locks its row first.

create table quota (
  project text primary key,
  clusters int,
  nodes int,
  gpus int
);
