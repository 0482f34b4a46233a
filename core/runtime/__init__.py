"""Running a workflow: options, plan, execution, the engine behind the app, estimates, and runs made from earlier ones."""
