"""What is read off a trace to be shown: tables, boards, groups, what differs between two runs, where a prompt came from."""
