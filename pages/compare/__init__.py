"""The timing lab's page: what is compared, the runs under way, the table and the timelines."""
