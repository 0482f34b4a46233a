"""What is read off a trace to be shown: tables, boards, groups, differences of two runs, where a prompt came from."""
