"""What others do while a script stands at a screen: `meanwhile NAME` calls NAME(company)."""
