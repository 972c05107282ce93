"""What a workbook is: events, the state they fold into, the questions, and verdicts."""
