"""Running a workflow: options, plan, execution, the engine behind the app, estimates, runs made from earlier ones."""
