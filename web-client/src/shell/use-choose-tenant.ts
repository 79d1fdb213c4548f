import { useCallback } from 'react';
import { useNavigate } from 'react-router';
import { useSignedIn } from '@/api/session';
import { paths } from '@/paths';

/** Goes over to another organisation, and to its home page: what was open belongs to the one before. */
export function useChooseTenant(): (slug: string) => void {
  const { chooseTenant } = useSignedIn();
  const navigate = useNavigate();
  return useCallback(
    (slug: string) => {
      chooseTenant(slug);
      void navigate(paths.home());
    },
    [chooseTenant, navigate],
  );
}
