"""What awaits me: pages made only of the questions that other rooms answer."""
